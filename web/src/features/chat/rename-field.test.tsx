import { fireEvent, screen } from "@testing-library/react";
import { expect, it } from "vitest";
import { show, signInAs, stubServer } from "@/test/server";
import type { Conversation } from "./api";
import { RenameField } from "./rename-field";

it("leaves the keys of a word that is being composed alone", () => {
  signInAs("User");
  const calls = stubServer({});
  let done = false;
  show(
    <RenameField
      conversation={{ id: "c1", title: "Old" } as Conversation}
      onDone={() => {
        done = true;
      }}
    />,
  );
  const field = screen.getByRole("textbox");
  fireEvent.change(field, { target: { value: "とうきょう" } });

  fireEvent.keyDown(field, { key: "Enter", isComposing: true });
  fireEvent.keyDown(field, { key: "Escape", isComposing: true });
  expect(done || calls.length > 0).toBe(false);

  fireEvent.keyDown(field, { key: "Escape" });
  expect(done).toBe(true);
});
