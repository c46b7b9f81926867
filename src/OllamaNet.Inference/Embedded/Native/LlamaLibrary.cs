using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

[assembly: DisableRuntimeMarshalling]

namespace OllamaNet.Inference.Embedded.Native;

/// <summary>Loads llama.cpp into this process, once.</summary>
internal static unsafe class LlamaLibrary
{
    public const string Version = "0.5.0";
    private const int ErrorLevel = 4, ContinuationLevel = 5;

    [ThreadStatic] private static int lastLevel;

    /// <param name="folder">Holds libllama, libggml, libggml-base and the variants libggml-cpu-*; the best one for this processor is taken.</param>
    public static void Load(string folder)
    {
        var ggml = NativeLibrary.Load(NativeDirectory.Library(folder, "ggml") ?? throw new DllNotFoundException("No ggml library."));
        var llama = NativeLibrary.Load(NativeDirectory.Library(folder, "llama") ?? throw new DllNotFoundException("No llama library."));
        NativeLibrary.SetDllImportResolver(typeof(Llama).Assembly, (name, _, _) => name switch { Llama.Library => llama, Llama.Ggml => ggml, _ => 0 });

        var version = Marshal.PtrToStringUTF8((nint)Llama.llama_version()) ?? "";
        if (!version.StartsWith(Version, StringComparison.Ordinal)) throw new DllNotFoundException($"llama.cpp {version} was found, {Version} is needed.");

        Llama.llama_log_set(&OnLog, 0);
        fixed (byte* path = ZeroTerminated(Path.GetFullPath(folder))) Llama.ggml_backend_load_all_from_path(path);
        if (Llama.ggml_backend_reg_count() == 0) throw new DllNotFoundException("No variant of the ggml CPU library runs on this processor.");
        Llama.llama_backend_init();
    }

    public static byte[] ZeroTerminated(string text)
    {
        var bytes = new byte[Encoding.UTF8.GetByteCount(text) + 1];
        Encoding.UTF8.GetBytes(text, bytes);
        return bytes;
    }

    // Runs on native threads: an exception that leaves this method ends the process.
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnLog(int level, byte* text, nint userData)
    {
        if (level == ContinuationLevel) level = lastLevel;
        else lastLevel = level;
        if (level < ErrorLevel) return;

        try
        {
            using var error = Console.OpenStandardError();
            error.Write(MemoryMarshal.CreateReadOnlySpanFromNullTerminated(text));
        }
        catch (IOException)
        {
            // The parent is gone, and with it whoever would read this.
        }
    }
}
