import { waitFor } from "@testing-library/react";
import { expect, it } from "vitest";
import { show, signInAs, stubServer } from "@/test/server";
import { shownTag } from "./state";
import { TagFilter } from "./tag-filter";

it("shows all again when the tag was deleted elsewhere", async () => {
  signInAs("User");
  stubServer({ "GET /tags": () => ({ items: [], next: null }) });
  shownTag.set("gone");

  show(<TagFilter />);

  await waitFor(() => expect(shownTag.get()).toBeNull());
});
