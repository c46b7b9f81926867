using Npgsql;
using OllamaNet.Contracts.Auth;
using OllamaNet.Platform.Messaging;

namespace OllamaNet.Platform.Security;

/// <summary>Forgets a user whose account is gone: name and roles, groups and grants, API keys, jobs. A job that runs finds itself taken away.</summary>
internal sealed class DeletedUserConsumer(NpgsqlDataSource dataSource) : IConsumer<UserDeleted>
{
    public async Task HandleAsync(UserDeleted integrationEvent, CancellationToken cancellationToken)
    {
        await using var batch = dataSource.CreateBatch();
        foreach (var table in (string[])["jobs WHERE owner_id", "api_keys WHERE owner_id", "group_members WHERE user_id", "grants WHERE subject_id", "principals WHERE user_id"])
            batch.BatchCommands.Add(new($"DELETE FROM platform.{table} = $1") { Parameters = { new() { Value = integrationEvent.UserId } } });
        await batch.ExecuteNonQueryAsync(cancellationToken);
    }
}
