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
    ["a street in clear weather", ["a street in the rain", "a street in the snow", "a street in the fog"]],
    ["a clear day", ["rain", "snow", "fog"]],
    [
      "a village street, foggy",
      ["a village street, in the rain", "a village street, in the snow", "a village street, in dry weather"],
    ],
    [
      "the harbour is misty at night",
      ["the harbour is rainy at night", "the harbour is snowy at night", "the harbour is dry at night"],
    ],
    [
      "three ships sail, snow is falling",
      ["three ships sail, in the rain", "three ships sail, in the fog", "three ships sail, in dry weather"],
    ],
    ["a dry leaf", []],
    ["a child with snow boots", []],
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
