using System.Runtime.InteropServices;
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;

namespace OllamaNet.Platform.Security.Keys;

/// <summary>A key as it was read, with everything that a request with it needs: nothing is made anew for the next one.</summary>
internal sealed class KnownKey
{
    public KnownKey(CurrentUser user, DateTimeOffset? expiresAt, ApiKeyUse use)
    {
        (User, ExpiresAt, Use) = (user, expiresAt, use);
        var identity = new ClaimsIdentity(BearerHandler.SchemeName, "sub", "roles");
        identity.AddClaim(new Claim("sub", user.Id.ToString()));
        Success = AuthenticateResult.Success(new AuthenticationTicket(new UserPrincipal(user, identity), BearerHandler.SchemeName));
    }

    public CurrentUser User { get; }

    public DateTimeOffset? ExpiresAt { get; }

    public ApiKeyUse Use { get; }

    public AuthenticateResult Success { get; }
}

/// <summary>When a key was used last; outlives what is known of the key.</summary>
internal sealed class ApiKeyUse
{
    private long _lastTicks;

    public void Touch(DateTimeOffset now) => Volatile.Write(ref _lastTicks, now.UtcTicks);

    public DateTimeOffset? TakeLast() => Interlocked.Exchange(ref _lastTicks, 0) is var ticks and not 0 ? new DateTimeOffset(ticks, TimeSpan.Zero) : null;

    /// <summary>Puts back what could not be written, unless there is something newer.</summary>
    public void PutBack(DateTimeOffset last) => Interlocked.CompareExchange(ref _lastTicks, last.UtcTicks, 0);
}

/// <summary>SHA-256 of a whole token, as a key of dictionaries.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct TokenHash(ulong A, ulong B, ulong C, ulong D)
{
    public static TokenHash Of(string token)
    {
        Span<byte> bytes = stackalloc byte[32];
        ApiKeyToken.Hash(token, bytes);
        return MemoryMarshal.Read<TokenHash>(bytes);
    }

    public byte[] ToArray() => MemoryMarshal.AsBytes([this]).ToArray();

    // Any part of a hash is as random as the whole.
    public override int GetHashCode() => (int)A;
}
