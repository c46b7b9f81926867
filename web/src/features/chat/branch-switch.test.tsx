import { render, screen } from "@testing-library/react";
import { expect, it } from "vitest";
import { BranchSwitch } from "./branch-switch";
import { newRow } from "./row";
import { Thread } from "./thread";

it("takes over the focus from the version that was left", () => {
  const thread = new Thread("c1");
  thread.stepped = { id: "a0", by: -1 };

  render(
    <BranchSwitch thread={thread} row={newRow({ key: "a0", id: "a0", role: "assistant", siblings: ["a0", "a1"] })} />,
  );

  expect(document.activeElement).toBe(screen.getByRole("button", { name: "Previous version" }));
  expect(thread.stepped).toBeNull();
});
