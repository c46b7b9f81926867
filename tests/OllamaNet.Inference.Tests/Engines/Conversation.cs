using OllamaNet.Contracts.Inference;
using OllamaNet.Testing.Simulator;

namespace OllamaNet.Inference.Tests.Engines;

internal static class Conversation
{
    public static ChatRequest WithEverything => new()
    {
        Model = EngineSimulator.Model,
        Caller = Callers.Someone,
        Messages =
        [
            new(ChatRole.System, "Be short."),
            new(ChatRole.User, "What is it?") { Images = [new("image/png", new byte[] { 0x89, 0x50, 0x4e, 0x47 })] },
            new(ChatRole.Assistant, "") { Thinking = "A tool helps.", ToolCalls = [new("call_1", "look", """{"z":1,"a":2}""")] },
            new(ChatRole.Tool, "a cat") { ToolCallId = "call_1", ToolName = "look" },
        ],
    };
}
