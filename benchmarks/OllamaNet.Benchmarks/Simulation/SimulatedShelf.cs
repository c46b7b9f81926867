using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace OllamaNet.Benchmarks.Simulation;

/// <summary>Stands in for an Ollama server that has very many models, of different kinds; it answers no question.</summary>
internal sealed class SimulatedShelf : IDisposable
{
    public const int Families = 40;

    private static readonly string[] Quantizations = ["Q4_K_M", "Q5_K_M", "Q8_0", "F16"];
    private static readonly string[] Words = ["tide", "harbour", "lantern", "meadow", "copper", "willow", "granite", "ember", "falcon", "orchid"];
    private readonly HttpListener _listener = new();
    private readonly byte[] _tags;

    /// <param name="first">Its models are so many of a numbered row, from this one.</param>
    public SimulatedShelf(int first, int models)
    {
        using (var probe = new TcpListener(IPAddress.Loopback, 0))
        {
            probe.Start();
            Address = (IPEndPoint)probe.LocalEndpoint;
        }

        Names = [.. Enumerable.Range(first, models).Select(i => string.Create(CultureInfo.InvariantCulture, $"{Words[i % 10]}{i % Families}-{Words[i / 10 % 10]}{i}:{1 << (i % 7)}b"))];
        _tags = JsonSerializer.SerializeToUtf8Bytes(new
        {
            models = Names.Select((name, i) => new { name, model = name, modified_at = "2026-01-01T00:00:00Z", size = (1L << (i % 7)) * 600_000_000L, digest = Convert.ToHexStringLower(BitConverter.GetBytes(i)).PadLeft(64, '0'), details = DetailsOf(name) }),
        });
        _listener.Prefixes.Add($"http://{Address}/");
        _listener.Start();
        _ = ServeAsync();
    }

    public IPEndPoint Address { get; }

    public IReadOnlyList<string> Names { get; }

    public void Dispose() => _listener.Close();

    private async Task ServeAsync()
    {
        while (_listener.IsListening)
        {
            try
            {
                _ = AnswerAsync(await _listener.GetContextAsync());
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
            {
                // The suite is over.
            }
        }
    }

    private async Task AnswerAsync(HttpListenerContext context)
    {
        try
        {
            var body = context.Request.Url!.AbsolutePath switch
            {
                "/api/tags" => _tags,
                "/api/show" => await ShowAsync(context.Request.InputStream),
                "/api/version" => """{"version":"0.13.0"}"""u8.ToArray(),
                _ => """{"models":[]}"""u8.ToArray(),
            };
            context.Response.ContentType = "application/json";
            context.Response.ContentLength64 = body.Length;
            await context.Response.OutputStream.WriteAsync(body);
            context.Response.Close();
        }
        catch (Exception e)
        {
            // Whoever asks may leave in the middle.
            Report.Note(e.Message);
            context.Response.Abort();
        }
    }

    private static async Task<byte[]> ShowAsync(Stream request)
    {
        using var asked = await JsonDocument.ParseAsync(request);
        var name = asked.RootElement.GetProperty("model").GetString()!;
        var number = Encoding.UTF8.GetBytes(name).Sum(b => b);
        string[] capabilities = ["completion", .. number % 2 == 0 ? ["tools"] : Array.Empty<string>(), .. number % 5 == 0 ? ["vision"] : Array.Empty<string>()];
        return JsonSerializer.SerializeToUtf8Bytes(new
        {
            capabilities,
            details = DetailsOf(name),
            model_info = new Dictionary<string, object>(StringComparer.Ordinal) { ["general.architecture"] = "bench", ["bench.context_length"] = 4096 << (number % 6) },
        });
    }

    private static object DetailsOf(string name)
    {
        var family = name[..name.IndexOf('-', StringComparison.Ordinal)];
        return new { format = "gguf", family, families = new[] { family }, parameter_size = name[(name.IndexOf(':', StringComparison.Ordinal) + 1)..].ToUpperInvariant(), quantization_level = Quantizations[name.Length % 4] };
    }
}
