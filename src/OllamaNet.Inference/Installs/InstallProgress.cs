using System.Text.Json;
using OllamaNet.Inference.Doors.Ollama;
using OllamaNet.Inference.Engines;
using OllamaNet.Ollama;

namespace OllamaNet.Inference.Installs;

/// <summary>Adds up what a node says while it fetches. A node may say anything: sizes are bounded, and nothing is ever more than done.</summary>
internal sealed class InstallProgress(TimeProvider time)
{
    private const int MostLayers = 100;
    private const long LargestLayer = 1L << 44;
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(6), Shortest = TimeSpan.FromSeconds(0.5);
    private readonly List<LayerProgress> _layers = [];
    private readonly Queue<(long At, long Received)> _samples = [];
    private string? _step;
    private long _received;

    /// <summary>The node said that it is through.</summary>
    public bool Succeeded { get; private set; }

    public long Done => _layers.Sum(l => l.Done);

    /// <summary>Of the layers that are known: a node names each when it begins with it.</summary>
    public long? Total => _layers.Count == 0 ? null : _layers.Sum(l => l.Total);

    public ModelJobResult Snapshot => new(_step, Rate(), [.. _layers]);

    /// <exception cref="WireException">The node reports an error, or speaks something else.</exception>
    public void Read(ReadOnlyMemory<byte> line)
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            Read(document.RootElement);
        }
        catch (JsonException e)
        {
            throw WireException.Garbage(e);
        }
    }

    private void Read(JsonElement line)
    {
        if (line.ValueKind is not JsonValueKind.Object) throw WireException.Garbage();
        if (line.TryGetProperty("error", out var error)) throw new WireException(WireFailure.Reported, "The node reported an error.", error.ValueKind is JsonValueKind.String ? error.GetString() : error.GetRawText());
        if (line.TryGetProperty("status", out var status) && status.ValueKind is JsonValueKind.String)
        {
            Succeeded = status.ValueEquals("success"u8);
            _step = EngineText.Clean(status.GetString(), secret: null);
        }

        if (!line.TryGetProperty("digest", out var digest) || digest.ValueKind is not JsonValueKind.String || !OllamaNames.IsDigest(digest.GetString()!)) return;
        Layer(digest.GetString()!, Size(line, "completed"), Size(line, "total"));
        Sample();
    }

    private void Layer(string digest, long done, long total)
    {
        var place = _layers.FindIndex(l => l.Digest == digest);
        var now = new LayerProgress(digest, Math.Min(done, total), total);
        // What is there at the first word came from an earlier attempt: it says nothing of how fast this one is.
        if (place >= 0)
        {
            _received += Math.Max(0, now.Done - _layers[place].Done);
            _layers[place] = now;
        }
        else if (_layers.Count < MostLayers)
        {
            _layers.Add(now);
        }
    }

    private void Sample()
    {
        var now = time.GetTimestamp();
        if (_samples.Count == 0 || time.GetElapsedTime(_samples.Last().At, now) >= Shortest / 2) _samples.Enqueue((now, _received));
        while (_samples.Count > 2 && time.GetElapsedTime(_samples.Peek().At, now) > Window) _samples.Dequeue();
    }

    private double? Rate()
    {
        if (_samples.Count < 2) return null;
        var ((from, before), (to, after)) = (_samples.Peek(), _samples.Last());
        var elapsed = time.GetElapsedTime(from, to);
        return elapsed < Shortest ? null : (after - before) / elapsed.TotalSeconds;
    }

    private static long Size(JsonElement line, string name) =>
        line.TryGetProperty(name, out var size) && size.ValueKind is JsonValueKind.Number && size.TryGetDouble(out var bytes) ? (long)Math.Clamp(bytes, 0, LargestLayer) : 0;
}
