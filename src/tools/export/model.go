// Decides with Porcupine whether the purchases of a flood are linearizable: whether some order of them, in which nothing
// comes before what was over before it began, is what a counter of stock would have done.
//
//	go run model.go [-remaining] [-timeout 60s] [-html FILE] operations.json
package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"math"
	"os"
	"time"

	"github.com/anishathalye/porcupine"
)

// history is the file: what was on sale, and who bought.
type history struct {
	Stock      int         `json:"stock"`
	Strategy   string      `json:"strategy"`
	Operations []operation `json:"operations"`
}

// operation is one purchase. Times are nanoseconds from the start; without Return it may take effect at any later time.
type operation struct {
	ClientID int    `json:"clientId"`
	Input    input  `json:"input"`
	Call     int64  `json:"call"`
	Return   *int64 `json:"return"`
	Output   output `json:"output"`
}

type input struct {
	Kind     string `json:"kind"`
	Quantity int    `json:"quantity"`
}

type output struct {
	Outcome   string `json:"outcome"`
	Remaining *int   `json:"remaining"`
}

// counter is the model. Its state is the units left. With checkRemaining, a buyer must have been told how many.
func counter(stock int, checkRemaining bool) porcupine.Model {
	model := porcupine.NondeterministicModel{
		Init: func() []interface{} { return []interface{}{stock} },
		Step: func(state, in, out interface{}) []interface{} {
			left, quantity, told := state.(int), in.(input).Quantity, out.(output)
			switch told.Outcome {
			case "confirmed":
				if left < quantity || (checkRemaining && told.Remaining != nil && *told.Remaining != left-quantity) {
					return nil
				}
				return []interface{}{left - quantity}
			case "sold-out":
				if left >= quantity {
					return nil
				}
				return []interface{}{left}
			case "unknown":
				// It happened, if there was enough, or it did not.
				if left < quantity {
					return []interface{}{left}
				}
				return []interface{}{left, left - quantity}
			default:
				// It gave up: no effect.
				return []interface{}{left}
			}
		},
		DescribeOperation: func(in, out interface{}) string {
			told := out.(output)
			if told.Remaining == nil {
				return fmt.Sprintf("buy %d: %s", in.(input).Quantity, told.Outcome)
			}
			return fmt.Sprintf("buy %d: %s, %d left", in.(input).Quantity, told.Outcome, *told.Remaining)
		},
		DescribeState: func(state interface{}) string { return fmt.Sprintf("%d left", state.(int)) },
	}
	return model.ToModel()
}

func main() {
	checkRemaining := flag.Bool("remaining", false, "each confirmed buyer must have been told how many units were left")
	timeout := flag.Duration("timeout", 60*time.Second, "how long to search")
	html := flag.String("html", "", "write a picture of the history to this file")
	flag.Parse()
	if flag.NArg() != 1 {
		fail("expected one file of operations")
	}
	text, err := os.ReadFile(flag.Arg(0))
	if err != nil {
		fail(err.Error())
	}
	var recorded history
	if err := json.Unmarshal(text, &recorded); err != nil {
		fail(flag.Arg(0) + ": " + err.Error())
	}
	operations := make([]porcupine.Operation, 0, len(recorded.Operations))
	for _, bought := range recorded.Operations {
		// Without effect and legal anywhere: to leave it out changes no answer, and there is less to search.
		if bought.Output.Outcome == "gave-up" {
			continue
		}
		end := int64(math.MaxInt64)
		if bought.Return != nil {
			end = *bought.Return
		}
		operations = append(operations, porcupine.Operation{ClientId: bought.ClientID, Input: bought.Input, Call: bought.Call, Output: bought.Output, Return: end})
	}
	model := counter(recorded.Stock, *checkRemaining)
	result, info := porcupine.CheckOperationsVerbose(model, operations, *timeout)
	if *html != "" {
		if err := porcupine.VisualizePath(model, info, *html); err != nil {
			fail(err.Error())
		}
	}
	switch result {
	case porcupine.Ok:
		fmt.Printf("%s: linearizable (%d operations)\n", recorded.Strategy, len(operations))
	case porcupine.Illegal:
		fmt.Printf("%s: NOT linearizable (%d operations)\n", recorded.Strategy, len(operations))
		os.Exit(1)
	default:
		fmt.Printf("%s: no answer within %s\n", recorded.Strategy, *timeout)
		os.Exit(2)
	}
}

func fail(problem string) {
	fmt.Fprintln(os.Stderr, problem)
	os.Exit(64)
}
