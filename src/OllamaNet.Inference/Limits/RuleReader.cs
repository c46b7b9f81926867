using Microsoft.Extensions.Options;
using Npgsql;
using OllamaNet.Inference.Data;

namespace OllamaNet.Inference.Limits;

/// <summary>Reads the rules whenever one of them changed, and follows the settings below them.</summary>
internal sealed class RuleReader : IRefreshed, IDisposable
{
    private readonly CallLimits _limits;
    private readonly IDisposable? _following;

    public RuleReader(CallLimits limits, IOptionsMonitor<CallLimitsOptions> options)
    {
        _limits = limits;
        _following = options.OnChange(limits.Use);
    }

    public void Dispose() => _following?.Dispose();

    string IRefreshed.Name => "limits";

    async Task IRefreshed.ReadAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            "SELECT id, subject, name, requests_per_minute, tokens_per_minute, concurrent_streams, tokens_per_day, tokens_per_month FROM inference.limit_rules", connection);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var rules = new List<LimitRule>();
        while (await reader.ReadAsync(cancellationToken))
        {
            rules.Add(new LimitRule
            {
                Id = reader.GetGuid(0),
                Subject = (LimitSubject)reader.GetInt32(1),
                Name = reader.GetString(2),
                RequestsPerMinute = Number(reader, 3),
                TokensPerMinute = Number(reader, 4),
                ConcurrentStreams = Number(reader, 5),
                TokensPerDay = LongNumber(reader, 6),
                TokensPerMonth = LongNumber(reader, 7),
            });
        }

        _limits.Use(rules);
    }

    private static int? Number(NpgsqlDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetInt32(column);

    private static long? LongNumber(NpgsqlDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetInt64(column);
}
