package bss.tools.job.wafer;

import bss.tools.job.JobListener;

/// Tells nobody.
final class Silent implements JobListener {

    static final JobListener LISTENER = new Silent();

    private Silent() {}

    @Override
    public void progress(String stage, double fraction) {}

    @Override
    public void notice(boolean warning, String text) {}
}
