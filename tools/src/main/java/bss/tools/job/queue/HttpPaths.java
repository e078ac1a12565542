package bss.tools.job.queue;

import com.google.api.HttpRule;
import java.util.List;

/// Where the calls of the queue are found as JSON over HTTP.
final class HttpPaths {

    private static final String SERVICE = "bss.v1.JobQueue.";

    private HttpPaths() {}

    static List<HttpRule> rules() {
        return List.of(
                post("Upload", "/v1/uploads"),
                post("Submit", "/v1/jobs"),
                get("ListJobs", "/v1/jobs"),
                get("GetStatus", "/v1/jobs/{job}"),
                get("Follow", "/v1/jobs/{job}/updates"),
                post("Cancel", "/v1/jobs/{job}/cancel"),
                get("Download", "/v1/jobs/{job}/result"),
                rule("Delete").setDelete("/v1/jobs/{job}").build(),
                get("GetQuota", "/v1/quota"));
    }

    private static HttpRule get(String method, String path) {
        return rule(method).setGet(path).build();
    }

    private static HttpRule post(String method, String path) {
        return rule(method).setPost(path).setBody("*").build();
    }

    private static HttpRule.Builder rule(String method) {
        return HttpRule.newBuilder().setSelector(SERVICE + method);
    }
}
