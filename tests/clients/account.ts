/** Registers somebody and makes an API key, as a person would before he points a tool at the server. */
export async function apiKey(url: string, scopes: string[] = ["models.use"]): Promise<string> {
  const userName = `tool-${crypto.randomUUID().slice(0, 8)}`;
  const json = { "content-type": "application/json" };
  const registered = await fetch(`${url}/api/v1/auth/register`, {
    method: "POST",
    headers: json,
    body: JSON.stringify({ userName, email: `${userName}@example.org`, password: "correct horse battery staple" }),
  });
  const { accessToken } = (await registered.json()) as { accessToken: string };
  const made = await fetch(`${url}/api/v1/keys`, { method: "POST", headers: { ...json, authorization: `Bearer ${accessToken}` }, body: JSON.stringify({ name: "tool", scopes }) });
  if (made.status !== 201) throw new Error(`No key: ${made.status} ${await made.text()}`);
  return ((await made.json()) as { key: string }).key;
}

/** How many clients the simulated engines saw leave. */
export async function clientsThatLeft(engines: string): Promise<number> {
  return ((await (await fetch(`${engines}/left`)).json()) as { left: number }).left;
}
