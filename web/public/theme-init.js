// Runs before the first paint; a file of its own because the content security policy forbids inline scripts.
(() => {
  let choice = "system";
  try {
    choice = localStorage.getItem("ollamanet.theme") ?? "system";
  } catch {
    // Storage is blocked: the system's choice stands.
  }
  const dark = choice === "dark" || (choice === "system" && matchMedia("(prefers-color-scheme: dark)").matches);
  document.documentElement.classList.toggle("dark", dark);
})();
