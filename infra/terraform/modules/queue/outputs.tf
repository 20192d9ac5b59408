output "queues" {
  description = "Full names of the queues, by kind of work."
  value       = { for kind, queue in google_cloud_tasks_queue.main : kind => queue.id }
}
