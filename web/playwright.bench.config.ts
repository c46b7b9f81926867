import config from "./playwright.config";

/** What the browser does under load; run by ./bench browser. */
export default {
  ...config,
  testDir: "bench",
  testIgnore: [],
  timeout: 900_000,
  reporter: [["list"]],
  use: { ...config.use, trace: "off" as const },
  projects: config.projects?.filter(({ name }) => name === "desktop") ?? [],
};
