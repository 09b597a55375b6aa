// One app in three countries: node examples/compare-countries.js [app id]
import { appBatch } from 'playfast';

const appId = process.argv[2] ?? 'com.mojang.minecraftpe';
const countries = ['us', 'de', 'jp'];

const outcomes = await appBatch(countries.map((country) => ({ appId, country })));
for (const [place, outcome] of outcomes.entries()) {
  if (outcome.status === 'rejected') {
    console.error(countries[place], outcome.reason.code);
    continue;
  }
  const { availability, priceText, free, reviews, contentRating } = outcome.value;
  console.log(countries[place], availability, free ? 'free' : (priceText ?? 'no offer'), reviews, contentRating);
}
