import { describe, expect, it } from "vitest";
import { asWeather, weatherProbes } from "../../../../main/engine/grounding/questions/weather.ts";

describe("another weather put in a statement's place", () => {
  it.each([
    [
      "a car in the rain, at night",
      ["a car in the snow, at night", "a car in the fog, at night", "a car in dry weather, at night"],
    ],
    ["rain in a street", ["snow in a street", "fog in a street", "dry weather in a street"]],
    ["The snow", ["rain", "fog", "dry weather"]],
    ["it is snowing at night", ["rain at night", "fog at night", "dry weather at night"]],
    ["a rainy street", ["a snowy street", "a foggy street", "a dry street"]],
    [
      "in thick fog a ship passes",
      ["in the rain a ship passes", "in the snow a ship passes", "in dry weather a ship passes"],
    ],
    ["in dry weather", []],
    ["snow boots", []],
    ["a snow plough", []],
    ["a dog in the snow field", []],
    ["a car covered in snow", []],
    ["a foggy", []],
  ])("%s", (statement, probes) => {
    expect(weatherProbes(statement)).toEqual(probes);
  });

  it.each([
    ["snows", "it snows"],
    ["raining in the street", "it is raining in the street"],
    ["it is snowing", "it is snowing"],
    ["a snowing machine", "a snowing machine"],
    ["rain in a street", "rain in a street"],
  ])("says %s as %s", (statement, said) => {
    expect(asWeather(statement)).toBe(said);
  });
});
