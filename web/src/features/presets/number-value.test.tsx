import { fireEvent, render, screen } from "@testing-library/react";
import { useState } from "react";
import { expect, it } from "vitest";
import type { Options } from "./api";
import { OptionValues } from "./option-values";

let options: Options = {};

function Chat({ inherited }: { inherited: Options }) {
  const [value, setValue] = useState<Options>({});
  options = value;
  return <OptionValues options={value} inherited={inherited} onChange={setValue} />;
}

it("leaves a number to the model although the preset says one, and takes that back", () => {
  render(<Chat inherited={{ temperature: 0.4 }} />);

  fireEvent.click(screen.getByRole("button", { name: "Model’s choice: Temperature" }));
  expect(options.modelsOwn).toEqual(["temperature"]);
  expect(screen.queryByText("From the preset: 0.4")).toBeNull();

  fireEvent.click(screen.getByRole("button", { name: "Reset Temperature" }));
  expect(options.modelsOwn).toEqual([]);
  expect(screen.getByText("From the preset: 0.4")).toBeTruthy();
});

it("offers it only where a preset says something", () => {
  render(<Chat inherited={{ temperature: 0.4 }} />);

  expect(screen.getAllByRole("button", { name: /^Model’s choice: / })).toHaveLength(1);
});
