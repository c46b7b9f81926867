using System.Net;
using System.Text;
using OllamaNet.Benchmarks.Load;

namespace OllamaNet.Benchmarks.Suites;

/// <summary>One way from the load to the simulator.</summary>
/// <param name="Cpu">Seconds used so far by what is in between; null where nothing is.</param>
internal sealed record DoorPath(string Name, IPEndPoint Server, byte[] Stream, byte[] Once, byte[] Small, string EndMark, Func<double>? Cpu)
{
    public byte[] End => Encoding.ASCII.GetBytes(EndMark);

    public static DoorPath OpenAI(string name, IPEndPoint server, string? key, string stream, string once, Func<double>? cpu) => new(
        name, server, Chat(server, key, stream, streams: true), Chat(server, key, once, streams: true), Chat(server, key, once, streams: false), "[DONE]", cpu);

    public static DoorPath Anthropic(string name, IPEndPoint server, string key, Func<double> cpu) => new(
        name, server, Messages(server, key, "stream", "true"), Messages(server, key, "once", "true"), Messages(server, key, "once", "false"), "message_stop", cpu);

    public static DoorPath Ollama(string name, IPEndPoint server, string key, Func<double> cpu) => new(
        name, server, Native(server, key, "stream", "true"), Native(server, key, "once", "true"), Native(server, key, "once", "false"), "\"done\":true", cpu);

    private static byte[] Chat(IPEndPoint server, string? key, string model, bool streams) =>
        Request.Post(server, "/v1/chat/completions", key, $$"""{"model":"{{model}}",{{(streams ? "\"stream\":true," : "")}}"messages":[{"role":"user","content":"What time is it?"}]}""");

    private static byte[] Messages(IPEndPoint server, string key, string model, string stream) =>
        Request.Post(server, "/v1/messages", key, $$"""{"model":"{{model}}","stream":{{stream}},"max_tokens":100000,"messages":[{"role":"user","content":"What time is it?"}]}""");

    private static byte[] Native(IPEndPoint server, string key, string model, string stream) =>
        Request.Post(server, "/api/chat", key, $$"""{"model":"{{model}}","stream":{{stream}},"messages":[{"role":"user","content":"What time is it?"}]}""");
}
