using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OllamaNet.Platform.Http;
using OllamaNet.Platform.Security;

namespace OllamaNet.Gateway.Limits;

/// <summary>Two gates: the address before authentication, so that a flood costs no signature check; the user after it.</summary>
internal sealed class RateLimits(IOptions<LimitsOptions> options, TimeProvider time, ILogger<RateLimits> logger)
{
    private readonly LimitsOptions limits = options.Value;
    private readonly TokenBuckets<(RateClass Class, IPAddress Address)> addresses = new(time);
    private readonly TokenBuckets<Guid> users = new(time);

    public async Task LimitAddressAsync(HttpContext context, RequestDelegate next)
    {
        var rateClass = context.GetEndpoint()?.Metadata.GetMetadata<RateClassMetadata>()?.Class ?? RateClass.General;
        if (!limits.Enabled || rateClass is RateClass.None)
        {
            await next(context);
            return;
        }

        var address = PartitionOf(context.Connection.RemoteIpAddress);
        if (!addresses.TryTake((RateClass.General, address), RateOf(RateClass.General, address), out var retryAfter)
            || (rateClass is not RateClass.General && !addresses.TryTake((rateClass, address), RateOf(rateClass, address), out retryAfter)))
        {
            logger.AddressLimited(rateClass);
            await RefuseAsync(context, retryAfter);
            return;
        }

        await next(context);
        if (rateClass is RateClass.SignIn or RateClass.SharedLink && context.Response.StatusCode < StatusCodes.Status400BadRequest)
            addresses.GiveBack((rateClass, address), RateOf(rateClass, address));
    }

    public Task LimitUserAsync(HttpContext context, RequestDelegate next)
    {
        // Where calls of models are counted, they are counted once.
        if (context.GetEndpoint()?.Metadata.GetMetadata<CallLimitsMetadata>() is not null) return next(context);
        if (!limits.Enabled || CurrentUser.TryFrom(context.User) is not { } user || users.TryTake(user.Id, limits.User, out var retryAfter)) return next(context);

        logger.UserLimited(user.Id);
        return RefuseAsync(context, retryAfter);
    }

    /// <summary>One IPv4 address, or one IPv6 network: a subscriber has 2^64 addresses to pick from.</summary>
    internal static IPAddress PartitionOf(IPAddress? address)
    {
        if (address is null) return IPAddress.None; // a Unix socket
        if (address.IsIPv4MappedToIPv6) return address.MapToIPv4();
        if (address.AddressFamily is not AddressFamily.InterNetworkV6 || IPAddress.IsLoopback(address)) return address;

        var bytes = address.GetAddressBytes();
        bytes.AsSpan(8).Clear();
        return new IPAddress(bytes);
    }

    private Rate RateOf(RateClass rateClass, IPAddress address)
    {
        var rate = rateClass switch { RateClass.SignIn => limits.SignIn, RateClass.Registration => limits.Registration, RateClass.SharedLink => limits.SharedLink, _ => limits.Address };
        return rateClass is not (RateClass.SignIn or RateClass.SharedLink) && IPAddress.IsLoopback(address) ? rate.Times(limits.LoopbackFactor) : rate;
    }

    private static Task RefuseAsync(HttpContext context, TimeSpan retryAfter) =>
        Problems.TooManyRequests("rate-limited", "Too many requests. Wait as long as the header 'Retry-After' says, then try again.", retryAfter).ExecuteAsync(context);
}
