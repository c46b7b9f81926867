using Npgsql;

namespace OllamaNet.Chat.Attachments;

/// <summary>Reads the bytes of files, of one owner only.</summary>
internal sealed class AttachmentReader(NpgsqlDataSource dataSource)
{
    private const string Contents = """
        SELECT a.id, c.bytes FROM chat.attachments a JOIN chat.attachment_contents c ON c.attachment_id = a.id
        WHERE a.id = ANY($1) AND a.owner_id = $2
        """;

    /// <returns>By id; without those that are not there.</returns>
    public async Task<Dictionary<Guid, byte[]>> ReadAsync(Guid owner, IReadOnlyCollection<Guid> ids, CancellationToken cancellationToken)
    {
        Dictionary<Guid, byte[]> found = [];
        if (ids.Count == 0) return found;

        await using var command = dataSource.CreateCommand(Contents);
        command.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = [.. ids] });
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = owner });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken)) found[reader.GetGuid(0)] = reader.GetFieldValue<byte[]>(1);
        return found;
    }
}
