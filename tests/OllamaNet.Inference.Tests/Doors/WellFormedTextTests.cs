using System.Text;
using System.Text.Json;
using OllamaNet.Inference.Doors.Shared;
using Xunit;

namespace OllamaNet.Inference.Tests.Doors;

public sealed class WellFormedTextTests
{
    [Theory]
    [InlineData("{\"a\":\"b\"}", true), InlineData("{\"a\":\"\\ud83d\\ude00\"}", true), InlineData("{\"a\":\"\\\\ud800\"}", true), InlineData("{\"a\":\"\\n\\u0041\\t\"}", true)]
    [InlineData("{\"a\":\"\\ud800\"}", false), InlineData("{\"a\":\"\\ude00\"}", false), InlineData("{\"a\":\"\\ud83dx\\ude00\"}", false), InlineData("{\"a\":\"\\ud83d\\n\"}", false)]
    [InlineData("{\"\\ud800\":1}", false), InlineData("{\"a\":\"\\\\\\ud800\"}", false), InlineData("{\"a\":\"\\ud800\\ud800\"}", false)]
    public void Half_a_pair_is_found_wherever_it_hides(string json, bool expected)
    {
        Assert.Equal(expected, WellFormedText.Is(Encoding.UTF8.GetBytes(json)));
    }

    [Fact]
    public void Bytes_that_are_not_UTF8_are_found()
    {
        Assert.False(WellFormedText.Is([(byte)'"', 0xc3, 0x28, (byte)'"']));
    }

    [Fact]
    public void The_field_at_fault_is_named()
    {
        Assert.Equal("messages[1].content", WellFormedText.PathOfFault(JsonElement.Parse("{\"model\":\"a\",\"messages\":[{},{\"content\":\"\\ud800\"}]}")));
    }
}
