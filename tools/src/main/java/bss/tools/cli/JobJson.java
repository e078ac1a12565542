package bss.tools.cli;

import bss.tools.job.v1.JobStatus;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Jobs for programs: the fields of `bss.v1.JobStatus` by their names there, hashes in hex.
final class JobJson {

    private JobJson() {}

    static Map<String, Object> of(JobStatus job) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("user", job.getUser());
        entry.put("job", job.getJob());
        entry.put("number", job.getNumber());
        entry.put("state", job.getState().name());
        entry.put("attempt", job.getAttempt());
        entry.put("reason", job.getReason());
        entry.put("title", job.getTitle());
        entry.put("priority", job.getPriority());
        entry.put("submitted_ms", job.getSubmittedMs());
        entry.put("started_ms", job.getStartedMs());
        entry.put("ended_ms", job.getEndedMs());
        entry.put("log_sha256", HexFormat.of().formatHex(job.getLogSha256().toByteArray()));
        entry.put("result_bytes", job.getResultBytes());
        entry.put(
                "result_sha256", HexFormat.of().formatHex(job.getResultSha256().toByteArray()));
        entry.put("hardware_seconds", job.getHardwareSeconds());
        entry.put("cancelling", job.getCancelling());
        entry.put("partial", job.getPartial());
        List<Map<String, Object>> stages = new ArrayList<>();
        job.getStagesList().forEach(stage -> {
            Map<String, Object> of = new LinkedHashMap<>();
            of.put("command", stage.getCommand());
            of.put("stage", stage.getStage());
            of.put("fraction", stage.getFraction());
            stages.add(of);
        });
        entry.put("stages", stages);
        entry.put("fpgas", job.getFpgasList());
        return entry;
    }

    static String text(Object value) {
        try {
            return new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
