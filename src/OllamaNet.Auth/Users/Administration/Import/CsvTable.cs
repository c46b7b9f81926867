using System.Text;

namespace OllamaNet.Auth.Users.Administration.Import;

/// <summary>A table as spreadsheets write it (RFC 4180): commas or semicolons, quotes around what holds them, names of columns in the first line.</summary>
internal static class CsvTable
{
    /// <returns>The records that are not empty, each with the line it begins on; null where a quote never ends.</returns>
    public static List<(int Line, string[] Cells)>? Read(string text)
    {
        var separator = text.AsSpan(0, text.AsSpan().IndexOfAny('\r', '\n') is var end and >= 0 ? end : text.Length).Contains(';') ? ';' : ',';
        var rows = new List<(int, string[])>();
        var cells = new List<string>();
        var cell = new StringBuilder();
        var (line, begun, quoted) = (1, 1, false);
        for (var i = 0; i <= text.Length; i++)
        {
            var character = i < text.Length ? text[i] : '\n';
            if (quoted)
            {
                if (i == text.Length) return null;
                if (character == '\n') line++;
                if (character != '"') cell.Append(character);
                else if (i + 1 < text.Length && text[i + 1] == '"') cell.Append(text[++i]);
                else quoted = false;
            }
            else if (character == '"' && cell.Length == 0) quoted = true;
            else if (character == separator) Take();
            else if (character == '\n')
            {
                Take();
                if (cells.Any(c => c.Length > 0)) rows.Add((begun, [.. cells]));
                cells.Clear();
                begun = ++line;
            }
            else cell.Append(character);
        }

        return rows;

        void Take()
        {
            cells.Add(cell.ToString().Trim());
            cell.Clear();
        }
    }
}
