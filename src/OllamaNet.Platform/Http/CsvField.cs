namespace OllamaNet.Platform.Http;

/// <summary>A value in a table for spreadsheets (RFC 4180).</summary>
public static class CsvField
{
    /// <summary>What begins like a formula is made text: names are made by users, and read by an administrator's spreadsheet.</summary>
    public static string Of(string? value)
    {
        if (string.IsNullOrEmpty(value)) return "";
        if ("=+-@\t\r".Contains(value[0], StringComparison.Ordinal)) value = "'" + value;
        return value.AsSpan().IndexOfAny(",\"\r\n") < 0 ? value : $"\"{value.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }
}
