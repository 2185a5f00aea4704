import { describeWeather } from './weather.ts';

describeWeather('huawei');
