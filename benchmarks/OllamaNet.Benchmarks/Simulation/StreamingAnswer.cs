using OllamaNet.Benchmarks.Sockets;

namespace OllamaNet.Benchmarks.Simulation;

/// <summary>An answer that goes on until the simulator is told to end all.</summary>
internal sealed class StreamingAnswer(EngineSimulator simulator, int socket)
{
    private int _number;

    /// <returns>False when it was the last.</returns>
    public bool Next()
    {
        if (simulator.Ending)
        {
            Libc.Send(socket, Wire.End(_number));
            return false;
        }

        if (Libc.Send(socket, Wire.Token(_number++))) return true;
        simulator.Stalled++;
        return false;
    }
}
