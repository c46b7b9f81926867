import { startHost } from "./host";
import { ADMINISTRATOR, PASSWORD } from "./people";

/** BASE_URL names a host that runs; without it, the tests start one and end it. */
export default async function globalSetup() {
  if (process.env.BASE_URL) return;
  const host = await startHost();
  process.env.BASE_URL = host.url;
  await registerAdministrator(host.url);
  return host.stop;
}

/** The first account on the machine is the administrator. */
async function registerAdministrator(url: string) {
  const answer = await fetch(`${url}/api/v1/auth/register`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ userName: ADMINISTRATOR, email: `${ADMINISTRATOR}@example.org`, password: PASSWORD }),
  });
  if (answer.status !== 201) throw new Error(`The administrator could not be made: ${await answer.text()}`);
}
