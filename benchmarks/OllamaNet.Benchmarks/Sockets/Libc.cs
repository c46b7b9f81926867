using System.ComponentModel;
using System.Runtime.InteropServices;

namespace OllamaNet.Benchmarks.Sockets;

/// <summary>What .NET's sockets cannot do: many of them on one thread of our own, woken in microseconds.</summary>
internal static unsafe partial class Libc
{
    public const int Again = 11;
    public const int Interrupted = 4;
    public const uint In = 1;

    private const int CloseOnExec = 0x80000;
    private const int Add = 1;
    private const int DontWait = 0x40;
    private const int NoSignal = 0x4000;
    private const int SetTimerSlack = 29;

    /// <summary>Packed on x64, not elsewhere.</summary>
    private static readonly int EventSize = RuntimeInformation.ProcessArchitecture is Architecture.X64 ? 12 : 16;

    public static int CreateEpoll() => Check(epoll_create1(CloseOnExec));

    public static void Watch(int epoll, int socket)
    {
        var entry = stackalloc byte[16];
        *(uint*)entry = In;
        *(int*)(entry + EventSize - 8) = socket;
        Check(epoll_ctl(epoll, Add, socket, entry));
    }

    /// <summary>Gives the sockets that can be read.</summary>
    public static int Wait(int epoll, Span<int> ready, long nanoseconds)
    {
        var events = stackalloc byte[16 * ready.Length];
        var time = stackalloc long[2] { nanoseconds / 1_000_000_000, nanoseconds % 1_000_000_000 };
        var count = epoll_pwait2(epoll, events, ready.Length, time, null);
        if (count < 0 && Marshal.GetLastPInvokeError() == Interrupted) return 0;
        Check(count);
        for (var i = 0; i < count; i++) ready[i] = *(int*)(events + (i * EventSize) + EventSize - 8);
        return count;
    }

    /// <summary>0 is the end, -1 nothing there.</summary>
    public static int Receive(int socket, Span<byte> buffer)
    {
        fixed (byte* start = buffer)
        {
            var length = (int)recv(socket, start, (nuint)buffer.Length, DontWait);
            return length >= 0 ? length : Marshal.GetLastPInvokeError() is Again or Interrupted ? -1 : 0;
        }
    }

    /// <summary>False when the other side is gone, or reads so slowly that the socket is full.</summary>
    public static bool Send(int socket, ReadOnlySpan<byte> bytes)
    {
        fixed (byte* start = bytes) return send(socket, start, (nuint)bytes.Length, DontWait | NoSignal) == bytes.Length;
    }

    /// <summary>Timers of this thread fire when they are due, not 50 µs later.</summary>
    public static void WakePrecisely() => Check(prctl(SetTimerSlack, 1, 0, 0, 0));

    private static int Check(int result) => result >= 0 ? result : throw new Win32Exception(Marshal.GetLastPInvokeError());

    [LibraryImport("libc", SetLastError = true)]
    private static partial int epoll_create1(int flags);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int epoll_ctl(int epoll, int operation, int socket, byte* entry);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int epoll_pwait2(int epoll, byte* events, int count, long* timeout, void* signals);

    [LibraryImport("libc", SetLastError = true)]
    private static partial nint recv(int socket, byte* buffer, nuint length, int flags);

    [LibraryImport("libc", SetLastError = true)]
    private static partial nint send(int socket, byte* buffer, nuint length, int flags);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int prctl(int option, nuint a, nuint b, nuint c, nuint d);
}
