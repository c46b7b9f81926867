using System.Globalization;
using Npgsql;
using OllamaNet.Platform.Data;

namespace OllamaNet.Benchmarks.Product;

/// <summary>The embedded database of a measured process, looked at from beside it.</summary>
internal sealed class ProductDatabase(string data)
{
    public string ConnectionString { get; } = new NpgsqlConnectionStringBuilder(EmbeddedPostgres.ConnectionStringOf(new(new DataDirectory(data)) { NativeDirectory = Path.Combine(Machine.Repository, "native") }))
    {
        Pooling = false,
        MaxAutoPrepare = 0,
    }.ConnectionString;

    /// <summary>Statements since the database was made: what the product reads runs each in a transaction of its own.</summary>
    public async Task<long> TransactionsAsync()
    {
        // A server process reports what it did about a second later.
        await Task.Delay(1500);
        await using var connection = new NpgsqlConnection(ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand("SELECT xact_commit FROM pg_stat_database WHERE datname = current_database()", connection);
        return Convert.ToInt64(await command.ExecuteScalarAsync(), CultureInfo.InvariantCulture);
    }
}
