using System.Text;
using Microsoft.Extensions.Logging;
using Npgsql;
using OllamaNet.Platform.Security;

namespace OllamaNet.Platform.Settings;

/// <summary>Who set it, and when.</summary>
internal sealed record StoredSetting(string Text, DateTimeOffset At, string? By);

/// <summary>Holds what this process knows of the table, and gives it to the configuration.</summary>
internal sealed class SettingsReader(NpgsqlDataSource dataSource, IEnumerable<Setting> settings, StoredSettings stored, SecretProtector protector, ILogger<SettingsReader> logger) : IDisposable
{
    internal const string Purpose = "settings";
    private readonly Dictionary<string, Setting> _settings = settings.ToDictionary(s => s.Name, StringComparer.Ordinal);
    private readonly SemaphoreSlim _reading = new(1, 1);

    /// <summary>Counts up with each change; 0 until it was read.</summary>
    public long Revision { get; private set; }

    public IReadOnlyDictionary<string, StoredSetting> Known { get; private set; } = new Dictionary<string, StoredSetting>(StringComparer.Ordinal);

    /// <summary>Reads what changed, if something did.</summary>
    public async Task RefreshAsync(CancellationToken cancellationToken)
    {
        await _reading.WaitAsync(cancellationToken);
        try
        {
            await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
            await using (var look = new NpgsqlCommand("SELECT value FROM platform.settings_revision", connection))
                if (await look.ExecuteScalarAsync(cancellationToken) is long revision && revision == Revision) return;

            await ReadAsync(connection, cancellationToken);
        }
        finally
        {
            _reading.Release();
        }
    }

    public void Dispose() => _reading.Dispose();

    private async Task ReadAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            """
            SELECT r.value, s.name, s.value, s.sealed, s.updated_at, p.user_name FROM platform.settings_revision AS r
            LEFT JOIN platform.settings AS s ON true LEFT JOIN platform.principals AS p ON p.user_id = s.updated_by
            """, connection);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var known = new Dictionary<string, StoredSetting>(StringComparer.Ordinal);
        long revision = 0;
        while (await reader.ReadAsync(cancellationToken))
        {
            revision = reader.GetInt64(0);
            if (reader.IsDBNull(1)) continue;
            var name = reader.GetString(1);
            var text = reader.IsDBNull(3) ? reader.GetString(2) : Open(name, reader.GetFieldValue<byte[]>(3));
            if (text is not null && _settings.GetValueOrDefault(name)?.Takes(text) is true) known[name] = new(text, reader.GetFieldValue<DateTimeOffset>(4), reader.IsDBNull(5) ? null : reader.GetString(5));
            else logger.SettingLeftOut(name);
        }

        Known = known;
        Revision = revision;
        stored.Use(known.Select(s => KeyValuePair.Create(s.Key, (string?)s.Value.Text)));
    }

    private string? Open(string name, byte[] secret) => protector.Unprotect(Purpose, name, secret) is { } text ? Encoding.UTF8.GetString(text) : null;
}
