import { useState } from "react";

/** The secret of the link that led here. It is taken out of the address, so that neither history nor a picture of the screen keeps it. */
export function useToken(): string {
  const [token] = useState(() => location.hash.slice(1));
  if (location.hash) history.replaceState(history.state, "", location.pathname);
  return token;
}
