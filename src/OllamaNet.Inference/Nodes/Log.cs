using Microsoft.Extensions.Logging;

namespace OllamaNet.Inference.Nodes;

internal static partial class Log
{
    [LoggerMessage(Level = LogLevel.Error, Message = "The key of node {NodeId} was stored under another master key")]
    public static partial void NodeKeyUnreadable(this ILogger logger, Guid nodeId);

    [LoggerMessage(Level = LogLevel.Information, Message = "User {UserId} registered node {NodeId}")]
    public static partial void NodeRegistered(this ILogger logger, Guid userId, Guid nodeId);

    [LoggerMessage(Level = LogLevel.Information, Message = "User {UserId} changed node {NodeId}")]
    public static partial void NodeChanged(this ILogger logger, Guid userId, Guid nodeId);

    [LoggerMessage(Level = LogLevel.Information, Message = "User {UserId} removed node {NodeId}")]
    public static partial void NodeRemoved(this ILogger logger, Guid userId, Guid nodeId);

    [LoggerMessage(Level = LogLevel.Information, Message = "Node {NodeId} announced itself with join token {TokenId}; approved: {Approved}")]
    public static partial void NodeAnnounced(this ILogger logger, Guid nodeId, Guid tokenId, bool approved);

    [LoggerMessage(Level = LogLevel.Warning, Message = "An announcement with join token {TokenId} was refused: {Reason}")]
    public static partial void AnnouncementRefused(this ILogger logger, Guid tokenId, string reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "User {UserId} made join token {TokenId}")]
    public static partial void JoinTokenMade(this ILogger logger, Guid userId, Guid tokenId);

    [LoggerMessage(Level = LogLevel.Information, Message = "User {UserId} revoked join token {TokenId}")]
    public static partial void JoinTokenRevoked(this ILogger logger, Guid userId, Guid tokenId);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Node {Node} should be updated: {Warning}")]
    public static partial void NodeVersionWarning(this ILogger logger, string node, string warning);
}
