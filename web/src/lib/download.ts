import { freshly } from "./fresh";
import { send } from "./http";

const nameIn = (response: Response) =>
  /filename\*=UTF-8''([^;]+)/.exec(response.headers.get("content-disposition") ?? "")?.[1];

/** Fetches a file as whoever is signed in, and saves it under the name the server gives it. */
export async function download(path: string, query?: Record<string, string>) {
  const response = await freshly(() => send(path, { query }));
  const name = nameIn(response);
  save(await response.blob(), name ? decodeURIComponent(name) : "export");
}

export function save(content: Blob, name: string) {
  const url = URL.createObjectURL(content);
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
