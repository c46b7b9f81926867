using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace OllamaNet.Auth.SecondFactor;

/// <summary>Codes that change with the time (RFC 6238), as every authenticator app makes them: SHA-1, six digits, thirty seconds.</summary>
internal static class Totp
{
    public const int Digits = 6, Period = 30, SecretBytes = 20;

    /// <summary>So many steps a clock may be off.</summary>
    private const int Tolerance = 1;
    private const string Base32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    public static long StepAt(DateTimeOffset time) => time.ToUnixTimeSeconds() / Period;

    public static string Code(ReadOnlySpan<byte> secret, long step)
    {
        Span<byte> counter = stackalloc byte[sizeof(long)];
        Span<byte> hash = stackalloc byte[HMACSHA1.HashSizeInBytes];
        BinaryPrimitives.WriteInt64BigEndian(counter, step);
#pragma warning disable CA5350 // What apps understand; nothing known about SHA-1 weakens an HMAC of it.
        HMACSHA1.HashData(secret, counter, hash);
#pragma warning restore CA5350
        var number = BinaryPrimitives.ReadInt32BigEndian(hash[(hash[^1] & 0xf)..]) & int.MaxValue;
        return (number % 1_000_000).ToString("D6", CultureInfo.InvariantCulture);
    }

    /// <returns>The step whose code this is; null when it is none's, or that of a step that was taken already.</returns>
    public static long? Match(ReadOnlySpan<byte> secret, string code, DateTimeOffset now, long lastStep)
    {
        var typed = Encoding.UTF8.GetBytes(code);
        long? found = null;
        for (var step = StepAt(now) - Tolerance; step <= StepAt(now) + Tolerance; step++)
        {
            if (CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(Code(secret, step)), typed) && step > lastStep) found = step;
        }

        return found;
    }

    /// <summary>What a person types into the app where it cannot see the picture.</summary>
    public static string Encode(ReadOnlySpan<byte> secret)
    {
        var text = new StringBuilder();
        int buffer = 0, bits = 0;
        foreach (var part in secret)
        {
            buffer = ((buffer << 8) | part) & 0xfff;
            for (bits += 8; bits >= 5; bits -= 5) text.Append(Base32[(buffer >> (bits - 5)) & 31]);
        }

        return bits > 0 ? text.Append(Base32[(buffer << (5 - bits)) & 31]).ToString() : text.ToString();
    }

    public static string Uri(string userName, string secret) =>
        $"otpauth://totp/OllamaNet:{System.Uri.EscapeDataString(userName)}?secret={secret}&issuer=OllamaNet&algorithm=SHA1&digits={Digits}&period={Period}";
}
