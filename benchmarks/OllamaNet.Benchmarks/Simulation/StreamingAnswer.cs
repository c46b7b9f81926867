using OllamaNet.Benchmarks.Sockets;

namespace OllamaNet.Benchmarks.Simulation;

/// <summary>Some bytes of the protocol with a number in them.</summary>
internal delegate ReadOnlySpan<byte> Spelling(int number);

/// <summary>An answer that goes on until the simulator is told to end all.</summary>
internal sealed class StreamingAnswer(EngineSimulator simulator, int socket, Spelling token, Spelling end)
{
    private int _number;

    public bool Ended { get; private set; }

    /// <returns>False when it was the last.</returns>
    public bool Next()
    {
        if (simulator.Ending)
        {
            Libc.Send(socket, end(_number));
            Ended = true;
            return false;
        }

        if (Libc.Send(socket, token(_number++))) return true;
        simulator.Stalled++;
        Ended = true;
        return false;
    }
}
