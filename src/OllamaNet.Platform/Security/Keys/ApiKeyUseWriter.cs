using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace OllamaNet.Platform.Security.Keys;

/// <summary>Writes when keys were used last: all of them in one statement, every few seconds and at the end.</summary>
internal sealed class ApiKeyUseWriter(ApiKeyReader reader, NpgsqlDataSource dataSource, TimeProvider time, ILogger<ApiKeyUseWriter> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5), Patience = TimeSpan.FromSeconds(2);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await timer.WaitForNextTickAsync(stoppingToken);
            }
            catch (OperationCanceledException)
            {
                // What is left is written below.
            }

            await WriteAsync();
        }
    }

    internal async Task WriteAsync()
    {
        var used = reader.Uses.Select(u => (u.Key, u.Value, Last: u.Value.TakeLast())).Where(u => u.Last is not null).ToList();
        if (used.Count == 0) return;
        try
        {
            await using var command = dataSource.CreateCommand(
                """
                UPDATE platform.api_keys AS k SET last_used_at = greatest(k.last_used_at, u.at)
                FROM unnest($1, $2) AS u (id, at) WHERE k.id = u.id
                """);
            command.Parameters.Add(new() { Value = used.ConvertAll(u => u.Key) });
            command.Parameters.Add(new() { Value = used.ConvertAll(u => u.Last!.Value) });
            using var patience = new CancellationTokenSource(Patience);
            await command.ExecuteNonQueryAsync(patience.Token);
        }
        catch (Exception exception)
        {
            foreach (var (_, use, last) in used) use.PutBack(last!.Value);
            logger.KeyUsesNotWritten(exception.GetType().Name, used.Count);
        }
    }
}
