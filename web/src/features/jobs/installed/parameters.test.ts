import { expect, test } from "vitest";
import { readParameters } from "./parameters";

test("lines of a Modelfile are values", () => {
  expect(readParameters('temperature 0.7\nPARAMETER num_ctx 4096\nstop "###"\nstop END\n\nuse_mmap: true')).toEqual({
    temperature: 0.7,
    num_ctx: 4096,
    stop: ["###", "END"],
    use_mmap: true,
  });
  expect(readParameters("")).toEqual({});
});

test("what is no value, or is said twice, is refused", () => {
  expect(readParameters("temperature")).toBeNull();
  expect(readParameters("Temperature 1")).toBeNull();
  expect(readParameters("seed 1\nseed 2")).toBeNull();
});
