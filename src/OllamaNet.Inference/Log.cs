using Microsoft.Extensions.Logging;
using OllamaNet.Contracts.Inference;

namespace OllamaNet.Inference;

internal static partial class Log
{
    [LoggerMessage(Level = LogLevel.Information, Message = "Node {Node} answers: version {Version}, {ModelCount} models")]
    public static partial void NodeReachable(this ILogger logger, string node, string? version, int modelCount);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Node {Node} cannot be used: {Reason}")]
    public static partial void NodeLost(this ILogger logger, string node, string? reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "Asking node {Node} failed")]
    public static partial void ProbeFailed(this ILogger logger, Exception exception, string node);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Node {Node} did not take a request for {Model}: {Error}")]
    public static partial void NodeGaveUp(this ILogger logger, Exception exception, string node, string model, InferenceError error);

    [LoggerMessage(Level = LogLevel.Error, Message = "A stream failed after it had begun")]
    public static partial void DoorFailed(this ILogger logger, Exception exception);

    [LoggerMessage(Level = LogLevel.Error, Message = "What this month came to cannot be read; quotas go on with what is known")]
    public static partial void QuotasUnreadable(this ILogger logger, Exception exception);

    [LoggerMessage(Level = LogLevel.Error, Message = "The accounts of {Calls} calls cannot be written; they wait")]
    public static partial void UsageNotWritten(this ILogger logger, Exception exception, int calls);

    [LoggerMessage(Level = LogLevel.Information, Message = "Accounts of calls are written again, {Calls} that waited")]
    public static partial void UsageWritten(this ILogger logger, int calls);

    [LoggerMessage(Level = LogLevel.Error, Message = "What this month cost cannot be read; it is tried again")]
    public static partial void BudgetNotRead(this ILogger logger, Exception exception);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Percent} % of the month's budget are reached: {Spent} of {Limit} {Currency}")]
    public static partial void BudgetReached(this ILogger logger, int percent, decimal spent, decimal limit, string currency);

    [LoggerMessage(Level = LogLevel.Error, Message = "The accounts of {Calls} calls are lost: the database did not take them before the end")]
    public static partial void UsageLost(this ILogger logger, int calls);

    [LoggerMessage(Level = LogLevel.Information, Message = "Accounts of calls in {Table} are older than they are kept, and were dropped")]
    public static partial void UsageDropped(this ILogger logger, string table);

    [LoggerMessage(Level = LogLevel.Error, Message = "The tables of the accounts cannot be looked after; trying again")]
    public static partial void PartitionsNotKept(this ILogger logger, Exception exception);

    [LoggerMessage(Level = LogLevel.Information, Message = "Limits of {Subject} {Name} changed by user {UserId}")]
    public static partial void LimitsChanged(this ILogger logger, Limits.LimitSubject subject, string name, Guid userId);

    [LoggerMessage(Level = LogLevel.Warning, Message = "What was learnt of the length of tokens cannot be saved")]
    public static partial void EstimatesNotSaved(this ILogger logger, Exception exception);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Count} stored responses deleted after their time")]
    public static partial void ResponsesPurged(this ILogger logger, int count);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Looking for old responses failed")]
    public static partial void PurgeFailed(this ILogger logger, Exception exception);
}
