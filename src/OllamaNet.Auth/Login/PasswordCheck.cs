using System.Security.Cryptography;
using Microsoft.AspNetCore.Identity;
using OllamaNet.Auth.Users;

namespace OllamaNet.Auth.Login;

/// <summary>
/// Compares passwords, a few at a time: hashing is slow on purpose and must not take every core from the streams, nor let many guesses at once slip past the throttle.
/// Where there is no user the same work is done on a hash that nobody's password has.
/// </summary>
internal sealed class PasswordCheck(IPasswordHasher<User> hasher) : IDisposable
{
    private static readonly User Nobody = new() { CreatedAt = default };
    private readonly SemaphoreSlim _gate = new(Math.Clamp(Environment.ProcessorCount, 1, 4));
    private readonly string _nobodysHash = hasher.HashPassword(Nobody, Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)));

    /// <summary>Holds one of the few places until disposed.</summary>
    public async Task<IDisposable> EnterAsync(CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        return new Place(_gate);
    }

    public PasswordVerificationResult Verify(string? hash, string password)
    {
        var result = hasher.VerifyHashedPassword(Nobody, hash ?? _nobodysHash, password);
        return hash is null ? PasswordVerificationResult.Failed : result;
    }

    public void Dispose() => _gate.Dispose();

    private sealed class Place(SemaphoreSlim gate) : IDisposable
    {
        public void Dispose() => gate.Release();
    }
}
