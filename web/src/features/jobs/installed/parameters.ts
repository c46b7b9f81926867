/** Lines such as `temperature 0.7`, as a Modelfile has them; what is named twice is a list. Null when a line has no value. */
export function readParameters(typed: string): Record<string, unknown> | null {
  const read: Record<string, unknown> = {};
  for (const line of typed.split("\n")) {
    const found = /^\s*(?:PARAMETER\s+)?([a-z_]+)[\s=:]+(.+?)\s*$/.exec(line);
    if (!line.trim()) continue;
    const [name, value] = [found?.[1], found?.[2]];
    if (!name || !value) return null;
    const before = read[name];
    if (name === "stop") read[name] = [...((before as string[] | undefined) ?? []), value.replace(/^"(.*)"$/, "$1")];
    else if (before !== undefined) return null;
    else read[name] = plainOf(value);
  }
  return read;
}

const plainOf = (value: string): unknown =>
  /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : value === "true" || value === "false" ? value === "true" : value;
