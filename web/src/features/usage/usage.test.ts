import { expect, it } from "vitest";
import { csvOf } from "./csv";
import { customRange, rangeOf } from "./period";
import { rowsOf, sumOf } from "./rows";

const figures = { requests: 1, promptTokens: 10, answerTokens: 5, errors: 0, firstTokenMs: 100, durationMs: 900 };
const range = { from: "2026-11-18T00:00:00Z", to: "2026-11-21T00:00:00Z" };

it("has a row for every day, also for those without use", () => {
  const rows = rowsOf([{ ...figures, day: "2026-11-19T00:00:00Z" }], "day", range);

  expect(rows.map((row) => row.requests)).toEqual([0, 1, 0]);
  expect(rows[0]?.label).toBe("Nov 18, 2026");
});

it("puts first what used most", () => {
  const rows = rowsOf(
    [
      { ...figures, model: "small" },
      { ...figures, model: "big", promptTokens: 99 },
    ],
    "model",
    range,
  );

  expect(rows.map((row) => row.label)).toEqual(["big", "small"]);
  expect(sumOf(rows)).toMatchObject({ requests: 2, promptTokens: 109, answerTokens: 10 });
});

it("writes a table that no spreadsheet runs", () => {
  const rows = rowsOf([{ ...figures, model: '=cmd|"x",1' }], "model", range);

  expect(csvOf(rows, "model")).toBe(
    'model,requests,promptTokens,answerTokens,errors,firstTokenMs,durationMs\r\n"\'=cmd|""x"",1",1,10,5,0,100,900\r\n',
  );
});

it("asks for whole hours, and for whole days up to the last", () => {
  expect(rangeOf("day", Date.parse("2026-11-21T12:34:56Z"))).toEqual({
    from: "2026-11-20T13:00:00.000Z",
    to: "2026-11-21T13:00:00.000Z",
  });
  expect(customRange("2026-11-20", "2026-11-21")?.to).toBe("2026-11-22T00:00:00.000Z");
  expect([customRange("2026-11-21", "2026-11-20"), customRange("", "2026-11-20")]).toEqual([null, null]);
});
