import { stemmer } from "stemmer";

/** Words that name the same thing to somebody who describes a scene. One group per line, our own choice. */
const groups = `
man guy male gentleman men boy person
woman lady female girl women
child kid toddler children baby
people crowd group audience
talk speak say chat converse discuss
vlog selfie camera
look watch gaze stare see
eat bite chew taste food meal
drink sip beverage
cook fry bake prepare kitchen
walk stroll hike
run jog sprint
drive ride car
car vehicle suv automobile
truck lorry van
bike bicycle cyclist
boat ship yacht vessel
plane airplane aircraft jet
phone smartphone cellphone mobile iphone
computer laptop desk monitor
picture photo photograph image
film video record footage
street road highway
store shop market supermarket mall
house home building
ocean sea beach water
river lake stream water
mountain hill cliff
forest wood tree jungle
dog puppy
cat kitten
bag purse backpack suitcase luggage
shirt tshirt top sweater hoodie jacket coat
hat cap beanie
glasses sunglasses eyeglasses
smile laugh grin
hold carry grab
show display present demonstrate
sit seat chair couch sofa
sleep lie bed
dance perform stage
sing song music concert
play game
police officer cop
soldier military army
news report reporter anchor interview
protest demonstration march
map graphic chart
text word caption sign title
makeup lipstick mascara cosmetic
hair haircut
airport terminal plane
train subway railway station
restaurant cafe diner
plate dish bowl
put place apply
open unwrap unbox
clean wash wipe
snow winter ski
rain storm
night dark
blonde blond
grey gray
`
  .trim()
  .split("\n")
  .map((line) => line.split(" ").map((word) => stemmer(word)));

const table = new Map<string, Set<string>>();
for (const group of groups)
  for (const stem of group) {
    const set = table.get(stem) ?? new Set<string>();
    for (const other of group) if (other !== stem) set.add(other);
    table.set(stem, set);
  }

/** Stems that may stand for this one; empty where none is known. */
export const synonymsOf = (stem: string): readonly string[] => [...(table.get(stem) ?? [])];
