using OllamaNet.Platform.Data;

namespace OllamaNet.Testing;

/// <summary>
/// One PostgreSQL for this test process. It takes the first place under <c>artifacts/postgres</c>, or the folder that <c>OLLAMANET_TEST_DATA</c> names, that no
/// other process uses, so that the next run finds the database made and the template filled. <c>OLLAMANET_TEST_POSTGRES</c> names a server to use instead.
/// </summary>
internal static class TestPostgres
{
    private static readonly Lazy<Task<string>> Server = new(StartAsync);

    /// <summary>Connection string of an account that may create databases.</summary>
    public static Task<string> ConnectionStringAsync() => Server.Value;

    private static async Task<string> StartAsync()
    {
        if (Environment.GetEnvironmentVariable("OLLAMANET_TEST_POSTGRES") is { Length: > 0 } given) return given;

        var (data, held) = TakePlace();
        var postgres = EmbeddedPostgres.Start(new(data) { Disposable = true });
        AppDomain.CurrentDomain.ProcessExit += (_, _) =>
        {
            postgres.DisposeAsync().AsTask().GetAwaiter().GetResult();
            held.Dispose();
        };
        await postgres.Ready;
        return postgres.ConnectionString;
    }

    private static (DataDirectory Data, FileStream Held) TakePlace()
    {
        var folder = Environment.GetEnvironmentVariable("OLLAMANET_TEST_DATA") is { Length: > 0 } given ? given : Path.Combine(Repository.Root, "artifacts", "postgres");
        for (var place = 0; ; place++)
        {
            var data = new DataDirectory(Path.Combine(folder, $"{place}"));
            try
            {
                return (data, new FileStream(data.At("lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
            }
            catch (IOException) when (place < 64)
            {
                // Another test process sits there.
            }
        }
    }
}
