// The parts of ECharts that the report's charts use; scripts/build_echarts.sh bundles them.
import * as core from "echarts/core";
import { BarChart, LineChart } from "echarts/charts";
import {
  AriaComponent, GridComponent, LegendComponent, MarkLineComponent, TooltipComponent,
} from "echarts/components";
import { SVGRenderer } from "echarts/renderers";

core.use([
  BarChart, LineChart, SVGRenderer,
  AriaComponent, GridComponent, LegendComponent, MarkLineComponent, TooltipComponent,
]);
export const init = core.init;
export const version = core.version;
