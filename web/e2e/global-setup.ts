import { startHost } from "./host";

/** BASE_URL names a host that runs; without it, the tests start one and end it. */
export default async function globalSetup() {
  if (process.env.BASE_URL) return;
  const host = await startHost();
  process.env.BASE_URL = host.url;
  return host.stop;
}
