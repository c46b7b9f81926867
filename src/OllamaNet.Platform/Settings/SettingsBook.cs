using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Npgsql;
using NpgsqlTypes;
using OllamaNet.Platform.Audit;
using OllamaNet.Platform.Security;

namespace OllamaNet.Platform.Settings;

/// <param name="Value">What counts now; null for a secret, always.</param>
/// <param name="Default">What counts when nothing is stored.</param>
/// <param name="IsStored">Whether an administrator set it here.</param>
/// <param name="IsSet">For a secret: whether there is one.</param>
public sealed record SettingView(Setting Setting, JsonElement? Value, JsonElement? Default, bool IsStored, bool IsSet, SettingLock? Lock, DateTimeOffset? UpdatedAt, string? UpdatedBy);

/// <summary>Shows the settings and changes them.</summary>
public sealed class SettingsBook
{
    private readonly Dictionary<string, Setting> _settings;
    private readonly StoredSettings _stored;
    private readonly SettingsReader _reader;
    private readonly IConfigurationRoot _configuration;
    private readonly NpgsqlDataSource _dataSource;
    private readonly SecretProtector _protector;
    private readonly AuditLog _audit;

    internal SettingsBook(
        IEnumerable<Setting> settings, StoredSettings stored, SettingsReader reader, IConfiguration configuration, NpgsqlDataSource dataSource, SecretProtector protector, AuditLog audit)
    {
        _settings = settings.ToDictionary(s => s.Name, StringComparer.Ordinal);
        (_stored, _reader, _configuration, _dataSource, _protector, _audit) = (stored, reader, (IConfigurationRoot)configuration, dataSource, protector, audit);
    }

    /// <summary>Counts up with each change.</summary>
    public long Revision => _reader.Revision;

    public Setting? Find(string name) => _settings.GetValueOrDefault(name);

    public SettingLock? LockOf(Setting setting) => _stored.LockOf(_configuration, setting.Name);

    public IReadOnlyList<SettingView> All() => [.. _settings.Values.Select(View)];

    /// <summary>Stores all of them, or none.</summary>
    /// <param name="revision">As it was read; null: whatever it is.</param>
    /// <param name="changes">As the configuration takes them; null takes a stored one away.</param>
    /// <returns>False when somebody changed something meanwhile.</returns>
    public async Task<bool> ChangeAsync(Guid user, long? revision, IReadOnlyDictionary<Setting, string?> changes, CancellationToken cancellationToken)
    {
        var before = changes.Keys.ToDictionary(s => s, View);
        await using var connection = await _dataSource.OpenConnectionAsync(cancellationToken);
        await using (var transaction = await connection.BeginTransactionAsync(cancellationToken))
        {
            await using var count = Command(connection, "UPDATE platform.settings_revision SET value = value + 1 WHERE $1 IS NULL OR value = $1", Or(revision, NpgsqlDbType.Bigint));
            if (await count.ExecuteNonQueryAsync(cancellationToken) == 0) return false;
            foreach (var (setting, text) in changes)
            {
                await WriteAsync(connection, user, setting, text, cancellationToken);
                var (was, becomes) = setting.Kind is SettingKind.Secret ? ((object?)null, text is null ? (object)"removed" : "set") : (before[setting].Value, (text is null ? before[setting].Default : setting.ToJson(text)) ?? (object)"none");
                await _audit.RecordAsync(connection, new(AuditActions.SettingChanged, "setting", setting.Name, setting.Name) { Before = was is null ? null : new { value = was }, After = new { value = becomes } }, cancellationToken);
            }

            await using var tell = Command(connection, $"SELECT pg_notify('{SettingsWatcher.Channel}', '')");
            await tell.ExecuteNonQueryAsync(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }

        await _reader.RefreshAsync(cancellationToken);
        return true;
    }

    private async Task WriteAsync(NpgsqlConnection connection, Guid user, Setting setting, string? text, CancellationToken cancellationToken)
    {
        var secret = setting.Kind is SettingKind.Secret;
        await using var command = text is null
            ? Command(connection, "DELETE FROM platform.settings WHERE name = $1", Or(setting.Name, NpgsqlDbType.Text))
            : Command(connection,
                """
                INSERT INTO platform.settings (name, value, sealed, updated_by) VALUES ($1, $2, $3, $4)
                ON CONFLICT (name) DO UPDATE SET value = excluded.value, sealed = excluded.sealed, updated_by = excluded.updated_by, updated_at = clock_timestamp()
                """,
                Or(setting.Name, NpgsqlDbType.Text), Or(secret ? null : text, NpgsqlDbType.Text),
                Or(secret ? _protector.Protect(SettingsReader.Purpose, setting.Name, Encoding.UTF8.GetBytes(text)) : null, NpgsqlDbType.Bytea), Or(user, NpgsqlDbType.Uuid));
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private SettingView View(Setting setting)
    {
        var known = _reader.Known.GetValueOrDefault(setting.Name);
        var text = _configuration[setting.Name];
        if (setting.Kind is SettingKind.Secret) return new(setting, null, null, known is not null, !string.IsNullOrEmpty(text), LockOf(setting), known?.At, known?.By);
        return new(setting, setting.ToJson(text), setting.ToJson(_stored.Below(_configuration, setting.Name)), known is not null, IsSet: false, LockOf(setting), known?.At, known?.By);
    }

    private static NpgsqlCommand Command(NpgsqlConnection connection, string sql, params NpgsqlParameter[] values)
    {
        var command = new NpgsqlCommand(sql, connection);
        command.Parameters.AddRange(values);
        return command;
    }

    private static NpgsqlParameter Or(object? value, NpgsqlDbType type) => new() { Value = value ?? DBNull.Value, NpgsqlDbType = type };
}
