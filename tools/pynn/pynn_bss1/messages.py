"""The messages of `job.proto` and `queue.proto`: the contract with the server.

The classes are made at import from the descriptor set that the build writes beside the jars (`job.desc`), in a pool of
their own. So there is no generated code, and any protobuf runtime from 3.21 to 7 serves.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, cast

import numpy as np
from google.protobuf import descriptor_pb2, descriptor_pool, message_factory
from numpy.typing import ArrayLike, NDArray

from . import places

_PACKAGE = "bss.v1"


def _descriptor_set(file: Path) -> descriptor_pool.DescriptorPool:
    described = descriptor_pb2.FileDescriptorSet.FromString(file.read_bytes())
    pool = descriptor_pool.DescriptorPool()
    for each in described.file:
        pool.AddSerializedFile(each.SerializeToString())
    return pool


_pool = _descriptor_set(places.descriptor_set())


def _of(name: str) -> Any:
    descriptor = _pool.FindMessageTypeByName(f"{_PACKAGE}.{name}")
    factory: Any = message_factory
    if hasattr(factory, "GetMessageClass"):
        return factory.GetMessageClass(descriptor)
    return factory.MessageFactory(_pool).GetPrototype(descriptor)  # before protobuf 4.22


OpenRequest = _of("OpenRequest")
OpenReply = _of("OpenReply")
CommandPiece = _of("CommandPiece")
Appended = _of("Appended")
Command = _of("Command")
Build = _of("Build")
Options = _of("Options")
Values = _of("Values")
JobNetwork = _of("JobNetwork")
JobPopulation = _of("JobPopulation")
SpikeTrains = _of("SpikeTrains")
Recording = _of("Recording")
JobProjection = _of("JobProjection")
TsodyksMarkramColumns = _of("TsodyksMarkramColumns")
StdpParameters = _of("StdpParameters")
JobCurrent = _of("JobCurrent")
DcCurrent = _of("DcCurrent")
StepCurrent = _of("StepCurrent")
AcCurrent = _of("AcCurrent")
NoisyCurrent = _of("NoisyCurrent")
Advance = _of("Advance")
Change = _of("Change")
CurrentList = _of("CurrentList")
ChangedTrains = _of("ChangedTrains")
ChangedParameter = _of("ChangedParameter")
ChangedSynapses = _of("ChangedSynapses")
ChangedRecordings = _of("ChangedRecordings")
Reset = _of("Reset")
End = _of("End")
WatchRequest = _of("WatchRequest")
Event = _of("Event")
JobProgress = _of("JobProgress")
Notice = _of("Notice")
Done = _of("Done")
MappingSummary = _of("MappingSummary")
Failed = _of("Failed")
FetchRequest = _of("FetchRequest")
FetchSpikes = _of("FetchSpikes")
FetchTrace = _of("FetchTrace")
FetchSynapses = _of("FetchSynapses")
FetchPlacement = _of("FetchPlacement")
FetchParameters = _of("FetchParameters")
FetchText = _of("FetchText")
Table = _of("Table")
Column = _of("Column")
CloseRequest = _of("CloseRequest")
CloseReply = _of("CloseReply")

# of queue.proto
JobLog = _of("JobLog")
ResultRecord = _of("ResultRecord")
UploadRequest = _of("UploadRequest")
UploadReply = _of("UploadReply")
SubmitRequest = _of("SubmitRequest")
JobStatus = _of("JobStatus")
JobRequest = _of("JobRequest")
ListJobsRequest = _of("ListJobsRequest")
ListJobsReply = _of("ListJobsReply")
FollowRequest = _of("FollowRequest")
FollowReply = _of("FollowReply")
JobUpdate = _of("JobUpdate")
DownloadRequest = _of("DownloadRequest")
DownloadReply = _of("DownloadReply")
DeleteReply = _of("DeleteReply")
GetQuotaRequest = _of("GetQuotaRequest")
Quota = _of("Quota")

JOB_STATES: dict[int, str] = {
    value.number: value.name for value in _pool.FindEnumTypeByName(f"{_PACKAGE}.JobState").values
}
"""Names of the states of a queued job."""


def f64(array: ArrayLike) -> bytes:
    """Numbers as a column of 8 bytes each."""
    return np.ascontiguousarray(array, dtype="<f8").tobytes()


def i32(array: ArrayLike) -> bytes:
    """Whole numbers as a column of 4 bytes each; a number that does not fit is an error."""
    given = np.asarray(array)
    column = given.astype("<i4")
    if given.size and not np.array_equal(column, given):
        wrong = given[column != given].flat[0]
        raise ValueError(f"{wrong} must be a whole number of 32 bits")
    return column.tobytes()


def trains(times: Sequence[ArrayLike]) -> Any:
    """Spike times of some cells."""
    each = [np.asarray(train, dtype=float) for train in times]
    counts = np.array([train.size for train in each], dtype=int)
    return SpikeTrains(counts=i32(counts), times=f64(np.concatenate([np.empty(0), *each])))


def values(given: ArrayLike) -> Any:
    """One value for all if a single number or equal ones are given, else one value each."""
    array = np.asarray(given, dtype="<f8")
    if array.ndim == 0:
        return Values(all=float(array))
    if array.size and (array == array.flat[0]).all():
        return Values(all=float(array.flat[0]))
    return Values(f64=f64(array))


def array(column: Any) -> NDArray[Any] | str:
    """What a column holds."""
    kind = column.WhichOneof("values")
    if kind == "text":
        return cast(str, column.text)
    return np.frombuffer(getattr(column, kind), dtype="<f8" if kind == "f64" else "<i4")
