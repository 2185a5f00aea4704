import { describeWeather } from './weather.ts';

describeWeather('alibaba');
