using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using OllamaNet.Contracts.Inference;
using OllamaNet.Testing;
using OllamaNet.Testing.Simulator;

namespace OllamaNet.Chat.Tests;

/// <summary>A host whose only node is the simulator, for what a real engine does not do on demand.</summary>
public sealed class ChatFixture : IAsyncLifetime
{
    internal EngineSimulator Engine { get; private set; } = null!;

    internal TestHost Host { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Engine = await EngineSimulator.StartAsync();
        Host = await StartHostAsync();
    }

    /// <summary>Another host on this simulator, and on the data of another.</summary>
    internal Task<TestHost> StartHostAsync(Dictionary<string, string?> shared) => StartHostAsync([.. shared.Select(s => (s.Key, s.Value!))]);

    /// <summary>Another host on this simulator.</summary>
    internal async Task<TestHost> StartHostAsync(params (string Key, string Value)[] settings)
    {
        var all = Engine.AsNode();
        all["Chat:Titles"] = "false"; // a title is a request too, and would take the answer that a test prepared for another
        foreach (var (key, value) in settings) all[key] = value;
        var host = await TestHost.StartAsync(all);

        // A busy machine may take longer over the first probe than a request waits for it.
        var inference = host.Services.GetRequiredService<IInference>();
        for (var i = 0; i < 300 && (await inference.ListModelsAsync(new(Guid.CreateVersion7()), default)).Count == 0; i++) await Task.Delay(100);
        return host;
    }

    internal Task<ChatUser> SignInAsync() => ChatUser.SignInAsync(Host);

    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        await Engine.DisposeAsync();
    }

    /// <summary>Looks until it is so, for what happens a moment later.</summary>
    internal static async Task<JsonElement> EventuallyAsync(Func<Task<JsonElement>> look, Func<JsonElement, bool> isSo, int patience = 10)
    {
        for (var i = 0; i < patience * 10; i++)
        {
            var seen = await look();
            if (isSo(seen)) return seen;
            await Task.Delay(100);
        }

        throw new TimeoutException($"Not so after {patience} seconds: {await look()}");
    }
}
