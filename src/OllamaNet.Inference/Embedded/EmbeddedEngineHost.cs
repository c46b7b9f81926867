using System.Runtime.InteropServices;
using OllamaNet.Contracts.Inference;
using OllamaNet.Inference.Embedded.Native;
using OllamaNet.Inference.Embedded.Protocol;
using OllamaNet.Inference.Embedded.Worker;

namespace OllamaNet.Inference.Embedded;

/// <summary>The hidden command <c>ollamanet engine</c>: one model in a process of its own, spoken to over stdin and stdout.</summary>
public static class EmbeddedEngineHost
{
    public static Task<int> RunAsync(string[] args) => Task.FromResult(Run(args));

    private static int Run(string[] args)
    {
        if (WorkerArguments.Parse(args) is not { } arguments)
        {
            Console.Error.WriteLine("`engine` is started by `ollamanet serve`, not by hand.");
            return 2;
        }

        // A Ctrl-C on the terminal reaches every process of it. The parent decides: its end closes our stdin.
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, context => context.Cancel = true);
        using var hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, context => context.Cancel = true);
        using var stdin = Console.OpenStandardInput();
        using var stdout = Console.OpenStandardOutput();
        Console.SetOut(Console.Error);
        OfferToOutOfMemoryKiller();
        return Serve(arguments, stdin, new EngineOutput(stdout));
    }

    // When memory runs out, Linux should end an engine, which comes back, and not the program or its database.
    private static void OfferToOutOfMemoryKiller()
    {
        const string file = "/proc/self/oom_score_adj";
        if (File.Exists(file)) File.WriteAllText(file, "500");
    }

    private static int Serve(WorkerArguments arguments, Stream stdin, EngineOutput output)
    {
        try
        {
            LlamaLibrary.Load(arguments.Libraries);
            using var model = LlamaModel.Load(arguments.Model);
            var settings = EngineSettings.For(model, arguments);
            using var queue = new JobQueue(arguments.QueueLength);
            using var scheduler = new Scheduler(model, output, queue, settings);
            output.Send(FrameKind.Ready, 0, new ReadyReport(settings.ContextLength, model.EmbeddingSize), ProtocolJson.Default.ReadyReport);
            new EngineServer(model, settings, queue, output).Run(stdin);
            return 0;
        }
        catch (Exception e) when (e is InvalidDataException or DllNotFoundException or BadImageFormatException or EntryPointNotFoundException)
        {
            output.Error(0, InferenceError.Failed, e.Message);
            return 1;
        }
    }
}
