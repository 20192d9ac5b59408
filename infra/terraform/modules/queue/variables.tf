variable "project" {
  description = "Project that owns the queues."
  type        = string
}

variable "name" {
  description = "Prefix of every name."
  type        = string
}

variable "region" {
  description = "Region of the queues."
  type        = string
}

variable "queues" {
  description = "Queues by kind of work: dispatches per second and at once, attempts (-1: no limit), and when to give up."
  type = map(object({
    per_second    = number
    at_once       = number
    attempts      = number
    give_up_after = string
  }))

  validation {
    condition     = alltrue([for queue in values(var.queues) : queue.per_second > 0 && queue.per_second <= 500])
    error_message = "per_second must be above 0 and at most 500, which is what one queue of Cloud Tasks dispatches."
  }

  validation {
    condition     = alltrue([for queue in values(var.queues) : queue.at_once >= 1 && queue.at_once <= 5000])
    error_message = "at_once must be from 1 to 5000."
  }
}

variable "enqueuers" {
  description = "Service accounts that may enqueue, by role."
  type        = map(string)
}

variable "log_sampling" {
  description = "Share of dispatches that are logged, from 0 to 1."
  type        = number
  default     = 0.1

  validation {
    condition     = var.log_sampling >= 0 && var.log_sampling <= 1
    error_message = "log_sampling must be from 0 to 1."
  }
}
