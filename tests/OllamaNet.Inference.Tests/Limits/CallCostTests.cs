using Microsoft.Extensions.Options;
using OllamaNet.Contracts.Inference;
using OllamaNet.Inference.Limits;
using Xunit;

namespace OllamaNet.Inference.Tests.Limits;

public sealed class CallCostTests
{
    [Fact]
    public void To_be_limited_costs_a_call_one_small_object()
    {
        var limits = new CallLimits(Options.Create(new CallLimitsOptions { RequestsPerMinute = 0, TokensPerMinute = 1_000_000_000, TokensPerDay = 1_000_000_000_000 }), TimeProvider.System);
        limits.Use([new LimitRule { Id = Guid.CreateVersion7(), Subject = LimitSubject.Role, Name = "User", RequestsPerMinute = 1_000_000_000 }, new LimitRule { Id = Guid.CreateVersion7(), Subject = LimitSubject.Model, Name = "m", ConcurrentStreams = 10 }]);
        var caller = new Caller(Guid.CreateVersion7()) { Roles = ["User"], KeyId = Guid.CreateVersion7(), Limits = new(1_000_000_000, null, 10) };
        for (var i = 0; i < 1000; i++) limits.Admit(caller, "m", 10).Settle(30);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++) limits.Admit(caller, "m", 10).Settle(30);
        var each = (GC.GetAllocatedBytesForCurrentThread() - before) / 1000;

        Assert.InRange(each, 0, 256);
    }
}
