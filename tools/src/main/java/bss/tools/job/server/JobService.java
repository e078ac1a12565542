package bss.tools.job.server;

import bss.tools.job.JobException;
import bss.tools.job.v1.Appended;
import bss.tools.job.v1.CloseReply;
import bss.tools.job.v1.CloseRequest;
import bss.tools.job.v1.CommandPiece;
import bss.tools.job.v1.Event;
import bss.tools.job.v1.FetchRequest;
import bss.tools.job.v1.JobsGrpc;
import bss.tools.job.v1.OpenReply;
import bss.tools.job.v1.OpenRequest;
import bss.tools.job.v1.Table;
import bss.tools.job.v1.WatchRequest;
import bss.tools.result.Version;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;

/// `bss.v1.Jobs`: every error that a client sees is a status with one message.
final class JobService extends JobsGrpc.JobsImplBase {

    private final JobRegistry jobs;

    JobService(JobRegistry jobs) {
        this.jobs = jobs;
    }

    @Override
    public void open(OpenRequest request, StreamObserver<OpenReply> client) {
        try {
            Job job = jobs.open(request.getJob());
            client.onNext(OpenReply.newBuilder()
                    .setVersion(Version.current())
                    .setNextCommand(job.nextCommand())
                    .setMaxCommandBytes(jobs.maxCommandBytes())
                    .build());
            client.onCompleted();
        } catch (JobException e) {
            client.onError(Statuses.of(e));
        }
    }

    @Override
    public StreamObserver<CommandPiece> append(StreamObserver<Appended> client) {
        return new AppendStream(jobs, client);
    }

    @Override
    public void watch(WatchRequest request, StreamObserver<Event> client) {
        try {
            Job job = jobs.get(request.getJob());
            job.requireNumber(request.getFromCommand());
            var _ = new WatchStream(job.events(), request.getFromCommand(), (ServerCallStreamObserver<Event>) client);
        } catch (JobException e) {
            client.onError(Statuses.of(e));
        }
    }

    @Override
    public void fetch(FetchRequest request, StreamObserver<Table> client) {
        try {
            Job job = jobs.get(request.getJob());
            if (request.getWhatCase() == FetchRequest.WhatCase.WHAT_NOT_SET) {
                throw JobException.invalid(
                        "fetch: nothing is asked for, must be one of spikes, trace, synapses, placement, parameters, text");
            }
            job.fetch(request, new FetchStream((ServerCallStreamObserver<Table>) client));
        } catch (JobException e) {
            client.onError(Statuses.of(e));
        }
    }

    @Override
    public void close(CloseRequest request, StreamObserver<CloseReply> client) {
        try {
            jobs.close(request.getJob());
            client.onNext(CloseReply.getDefaultInstance());
            client.onCompleted();
        } catch (JobException e) {
            client.onError(Statuses.of(e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            client.onError(Status.UNAVAILABLE.withDescription("the server ends").asException());
        }
    }
}
